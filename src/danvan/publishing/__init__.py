"""Reports of our own and what is published: drafts, editions, news."""
