"""Tests of the shared service from day to day."""
