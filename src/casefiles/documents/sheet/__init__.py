"""Sheets and forms that go out in Word to be filled in, and how they are read when they come back."""
