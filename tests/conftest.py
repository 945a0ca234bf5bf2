"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("fast", max_examples=15, deadline=None, suppress_health_check=_CALM)
settings.register_profile("full", max_examples=150, deadline=None, suppress_health_check=_CALM)
settings.register_profile("soak", max_examples=3000, deadline=None, suppress_health_check=_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))
