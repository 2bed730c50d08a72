"""The frame staff work in: home, search, notifications."""
