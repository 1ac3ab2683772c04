"""Where units and mantissas meet: rules, the pair, which library computes, operators. No function is here."""
