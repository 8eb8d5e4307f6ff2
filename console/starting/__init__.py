"""`jixiao init`: a county that comes with no pack, led from an empty directory to an open year."""
