"""A unit's year: overall targets, monitoring, self-evaluation, appraisal and succession."""
