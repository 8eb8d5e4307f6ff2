"""A third-party institution 第三方机构: its contracts, inspections and ratings."""
