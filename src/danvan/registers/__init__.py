"""Books that offices keep, of every kind `core.registers` knows."""
