"""Accounts of the desk's own staff, and the one-time links that set them up. No table here has a key to an asker."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kiemtin.desk.accounts.roles import Role

MAX_NAME = 60
"""Characters of a sign-in name."""


class Account(AbstractBaseUser):
    """Somebody who runs the desk, by a sign-in name that need not be anybody's own.

    An account is never deleted, only made inactive: what it did stays attributed to it.
    """

    name = models.CharField(max_length=MAX_NAME, unique=True)
    is_active = models.BooleanField(default=True)
    role = models.CharField(max_length=16, default=Role.READER.value)

    last_login = None  # when somebody worked is nobody's business

    USERNAME_FIELD = "name"

    objects = BaseUserManager()

    class Meta:
        """A role that does not exist cannot be written."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="a_role_of_ours")
        ]

    @property
    def is_administrator(self) -> bool:
        """Whether it may do everything."""
        return self.may(Role.ADMINISTRATOR)

    def may(self, least: Role) -> bool:
        """Whether it may do now what ``least`` may."""
        return bool(self.is_active) and Role(self.role).includes(least)


class SetUpLink(models.Model):
    """A link that lets whoever holds it set up one administrator, once; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.BooleanField(default=False)
