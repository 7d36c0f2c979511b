"""SIP as far as a registration needs it: messages, authentication, asking a registrar."""
