"""The ledger of a year's progress 年度工作推进总台账: every duty, whose, and how it stands."""
