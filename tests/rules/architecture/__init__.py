"""Tests of the rules on architecture, and on labels against the loss."""
