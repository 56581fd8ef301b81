"""Self-assessment of schools: rule sets as dated data, what a school says of each criterion,
evidence, report.
"""
