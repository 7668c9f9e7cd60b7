"""Tests of the rules on data."""
