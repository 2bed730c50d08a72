"""What a backup is made of: its list, its database, its keys, and who keeps count."""
