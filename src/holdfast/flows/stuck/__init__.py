"""What got stuck: jobs, letters between services, mails, and messages to data platforms that were
tried for a day, refused, or could not be read. They wait until staff have them tried again, or give
them up with a reason.
"""

__all__: list[str] = []
