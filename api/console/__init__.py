"""The pages a doctor, a receiver and an auditor work with; rendered on the server."""
