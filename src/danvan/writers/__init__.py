"""An audit, as danvan.audit/1 lays it down, written for people and programs."""
