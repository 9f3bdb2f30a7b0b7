"""Demonstration data: five real plans as structured data, and a made-up year with everybody in it."""
