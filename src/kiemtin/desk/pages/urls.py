"""The addresses of the public pages, without their language."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.desk.pages import views

urlpatterns: list[URLPattern] = [path("", views.ask, name="ask")]
