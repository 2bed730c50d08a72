"""What may be published of counted values, so that nobody can be worked out of them."""
