"""What documents say: frozen records and their HTML, without a database."""
