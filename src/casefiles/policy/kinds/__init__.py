"""Rule kinds: small pure functions, one file a family, listed in `casefiles.policy.registry`."""
