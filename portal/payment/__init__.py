"""Where the payment gateway and the payer's browser come back; in a demo, the bank's own page
too.
"""
