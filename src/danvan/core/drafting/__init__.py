"""Reports of our own: figures put into Vietnamese sentences, each one traceable."""
