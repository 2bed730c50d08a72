"""Books that offices keep: one engine, a kind of book is one TOML file."""
