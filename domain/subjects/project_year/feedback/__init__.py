"""Feedback 结果反馈: problems that an evaluation found, and what becomes of each."""
