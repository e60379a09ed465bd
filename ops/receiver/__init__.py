"""A receiver of notices to copy from: what a police station or a grid centre must run.

Standard library only, and nothing of Suian: `signature` says whether a call is ours to
believe, `kept` remembers each message once, `server` is the HTTP service, `answering`
opens, accepts, returns and reports over Suian's own API. `faults` is for tests.
"""
