"""Pictures of sessions: sent and delivered by who photographed, looked at, chosen and downloaded by
the client, deleted after a day that both were told."""
