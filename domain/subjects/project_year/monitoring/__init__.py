"""Dual monitoring 双监控 of a project, and the rectification that follows."""
