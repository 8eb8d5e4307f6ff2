"""The boards: status, deadlines and problems of every subject, kept up to date in one file."""
