"""The Telegram door: a chat in which people are told what happens, book, and look at their day.
Whatever it does is done by the same flows as over HTTP, and it reads by the same views.
"""
