"""The desk: a web page where anyone may ask, an API, and later the people who answer; a Django project in the package.

Nothing below this layer knows of it or of Django. A check stores nothing: no session, no cookie, no row.
"""
