"""The evaluation half of a project's year: self-evaluation, department and key evaluation."""
