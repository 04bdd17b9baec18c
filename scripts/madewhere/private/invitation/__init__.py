"""Asking factories for their consent: whom, with what letter and preview, and what they answered."""
