"""Payment providers over the network, a folder each; loaded where one is set up."""

from holdfast.payments.providers.keys import ProviderKeys
