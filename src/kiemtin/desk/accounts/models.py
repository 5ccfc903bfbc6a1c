"""Accounts of the desk's own staff, and the one-time links that set them up. No table here has a key to an asker."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

MAX_NAME = 60
"""Characters of a sign-in name."""


class Account(AbstractBaseUser):
    """Somebody who runs the desk, by a sign-in name that need not be anybody's own."""

    name = models.CharField(max_length=MAX_NAME, unique=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)

    last_login = None  # when somebody worked is nobody's business

    USERNAME_FIELD = "name"

    objects = BaseUserManager()


class SetUpLink(models.Model):
    """A link that lets whoever holds it set up one administrator, once; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.BooleanField(default=False)
