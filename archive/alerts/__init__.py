"""Alerts and saved searches: what is to be told to whom, noted in `alerts.db`, which no reader is ever served."""
