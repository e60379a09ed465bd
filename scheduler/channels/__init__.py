"""The ways that leave the house: signed webhook, e-mail, SMS."""
