"""Rectification 整改: the order to rectify, where it comes from, and the problems fed back."""
