"""The shell round the register: issues documents, enters acts, proves what stands there, makes redacted copies."""

from __future__ import annotations
