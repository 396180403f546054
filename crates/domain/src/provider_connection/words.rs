//! The words that describe providers and connections, as they are written on the wire and in the
//! database.

use crate::words::words;

words!(
    /// How a connection to a provider is made (Junction contract, section 7).
    AuthType,
    "An auth type is oauth, team_oauth, sdk, password, email, app or nothing.",
    {
        /// The provider's own consent page.
        Oauth = "oauth",
        /// The same, but only with an OAuth application of one's own.
        TeamOauth = "team_oauth",
        /// An app on the user's device, or a device that it reads.
        Sdk = "sdk",
        /// User name and password at the provider.
        Password = "password",
        /// The e-mail address at the provider.
        Email = "email",
        /// The provider's app.
        App = "app",
        /// No authentication at all.
        Unauthenticated = "",
    }
);

words!(
    /// Why a connection failed for good (Junction contract, section 4.4).
    ConnectionErrorType,
    "An error type is one of those of the Junction contract, section 4.4.",
    {
        /// Refreshing the OAuth token failed for good.
        TokenRefreshFailed = "token_refresh_failed",
        /// Subscribing to the provider's push notifications failed.
        WebhookRegistrationFailed = "webhook_registration_failed",
        /// The provider no longer knows the user.
        UserNotFound = "user_not_found",
        /// The user revoked access on the provider's side.
        DeregisteredPerProvider = "deregistered_per_provider",
        /// The user did not grant, or withdrew, a scope that the connection needs.
        RequiredScopesNotGranted = "required_scopes_not_granted",
        /// The stored credentials are refused.
        ProviderCredentialError = "provider_credential_error",
        /// The provider wants a new password before it lets the user in again.
        ProviderPasswordExpired = "provider_password_expired",
        /// Anything else.
        Unknown = "unknown",
    }
);

words!(
    /// What was done to many connections at once, as the SDKs name it (Junction contract, section 8.5);
    /// they know no name for pausing and exporting.
    BulkOperationType,
    "A bulk operation is link_bulk_import.",
    {
        /// Connections were made.
        Import = "link_bulk_import",
    }
);

words!(
    /// How a connection stands, in a word (Junction contract, section 4.2).
    HealthStatus,
    "A status is connected, error or paused.",
    {
        /// It works and is kept fresh.
        Connected = "connected",
        /// It failed for good; the user has to link again.
        Error = "error",
        /// It was let go of without failure.
        Paused = "paused",
    }
);

words!(
    /// Whether a connection's scopes suffice for a resource (Junction contract, section 4.5).
    AvailabilityStatus,
    "An availability is available or unavailable.",
    {
        /// Every required scope is granted.
        Available = "available",
        /// At least one is not.
        Unavailable = "unavailable",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_as_they_were_written() {
        for word in AuthType::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        for word in ConnectionErrorType::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        for word in BulkOperationType::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        for word in HealthStatus::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        for word in AvailabilityStatus::ALL {
            assert_eq!(word.as_str().parse(), Ok(*word));
        }
        assert!("OAuth".parse::<AuthType>().is_err());
        assert!("".parse::<ConnectionErrorType>().is_err());
        assert!("none".parse::<HealthStatus>().is_err());
        assert!("Available".parse::<AvailabilityStatus>().is_err());
    }
}
