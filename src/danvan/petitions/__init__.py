"""Letters of citizens, from the door to the answer."""
