"""Tests of rubrics as data: facts, and what they are expected to earn. Their authors need no Python."""
