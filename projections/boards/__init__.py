"""The boards: status, deadlines and problems of every subject, kept current in one file."""
