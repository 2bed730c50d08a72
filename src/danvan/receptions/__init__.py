"""Reception of citizens: sessions, visits, appointments and leaders' duty."""
