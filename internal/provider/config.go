package provider

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

const (
	defaultMaxRetries     = 5
	defaultRequestTimeout = 30 * time.Second

	minRequestsPerSecond = 0.1
	maxRetriesLimit      = 100
)

var signingAlgs = []string{"RS256", "RS384", "PS256"}

// The environment variables that stand in for arguments; if other Auth0 tools have one, it is theirs.
const (
	envDomain                    = "AUTH0_DOMAIN"
	envClientID                  = "AUTH0_CLIENT_ID"
	envClientSecret              = "AUTH0_CLIENT_SECRET"
	envClientAssertionPrivateKey = "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY"
	envClientAssertionSigningAlg = "AUTH0_CLIENT_ASSERTION_SIGNING_ALG"
	envAPIToken                  = "AUTH0_API_TOKEN"
	envAudience                  = "AUTH0_AUDIENCE"
	envMaxRequestsPerSecond      = "AUTH0_MAX_REQUESTS_PER_SECOND"
	envMaxRetries                = "AUTH0_MAX_RETRIES"
	envRequestTimeout            = "AUTH0_REQUEST_TIMEOUT"
	envReadOnly                  = "AUTH0_READ_ONLY"
)

// ValidateConfig finds what contradicts itself in the provider block alone; what the environment adds is known only
// when the provider is configured.
func (p *Provider) ValidateConfig(
	ctx context.Context,
	req provider.ValidateConfigRequest,
	resp *provider.ValidateConfigResponse,
) {
	var block model
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !block.RequestTimeout.IsNull() && !block.RequestTimeout.IsUnknown() {
		block.requestTimeout(&resp.Diagnostics)
	}
	for _, conflict := range []struct {
		argument string
		value    types.String
		with     string
		other    types.String
	}{
		{"client_id", block.ClientID, "api_token", block.APIToken},
		{"client_secret", block.ClientSecret, "api_token", block.APIToken},
		{"client_assertion_private_key", block.ClientAssertionPrivateKey, "api_token", block.APIToken},
		{"client_assertion_private_key", block.ClientAssertionPrivateKey, "client_secret", block.ClientSecret},
		{"client_assertion_signing_alg", block.ClientAssertionSigningAlg, "client_secret", block.ClientSecret},
	} {
		if !conflict.value.IsNull() && !conflict.other.IsNull() {
			resp.Diagnostics.AddAttributeError(path.Root(conflict.argument), "Two ways to authenticate",
				fmt.Sprintf("Both %s and %s are set, and the provider cannot tell which of them to use. Remove one.",
					conflict.argument, conflict.with))
		}
	}
}

// unknownArguments names the arguments whose values Terraform does not know yet.
func (m model) unknownArguments() []string {
	var names []string
	for name, value := range map[string]attr.Value{
		"domain":                       m.Domain,
		"client_id":                    m.ClientID,
		"client_secret":                m.ClientSecret,
		"client_assertion_private_key": m.ClientAssertionPrivateKey,
		"client_assertion_signing_alg": m.ClientAssertionSigningAlg,
		"api_token":                    m.APIToken,
		"audience":                     m.Audience,
		"max_requests_per_second":      m.MaxRequestsPerSecond,
		"max_retries":                  m.MaxRetries,
		"request_timeout":              m.RequestTimeout,
		"read_only":                    m.ReadOnly,
	} {
		if value.IsUnknown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// unknownArgumentsError is what every API call ends in while a provider argument is not known. Planning what needs
// no call goes on.
type unknownArgumentsError struct{ arguments []string }

func (e *unknownArgumentsError) Error() string {
	return fmt.Sprintf("the provider argument %s is not known before another resource is applied, so the tenant cannot "+
		"be read yet; apply that resource first (terraform apply -target=...), or set the argument to a value that is known",
		strings.Join(e.arguments, ", "))
}

// resolve completes the block from the environment. What the block says wins: once it names a way to authenticate,
// the environment's other ways are not looked at.
func (m model) resolve(from *sources, diags *diag.Diagnostics) auth0.Config {
	config := auth0.Config{
		Domain:               from.text("Domain", m.Domain),
		Audience:             from.text("Audience", m.Audience),
		MaxRequestsPerSecond: m.maxRequestsPerSecond(diags),
		MaxRetries:           m.maxRetries(diags),
		RequestTimeout:       m.requestTimeout(diags),
		ReadOnly:             m.isReadOnly(from, diags),
	}
	if config.Domain == "" {
		from.addAbsent(diags, "Domain", "the tenant's domain, such as example.eu.auth0.com")
	}
	m.resolveCredentials(&config, from, diags)
	config.Names = from.names
	return config
}

func (m model) resolveCredentials(config *auth0.Config, from *sources, diags *diag.Diagnostics) {
	from.blockAlone = !m.ClientSecret.IsNull() || !m.ClientAssertionPrivateKey.IsNull() || !m.APIToken.IsNull()
	config.APIToken = from.text("APIToken", m.APIToken)
	if config.APIToken != "" {
		return
	}
	config.ClientAssertionPrivateKey = from.text("ClientAssertionPrivateKey", m.ClientAssertionPrivateKey)
	if config.ClientAssertionPrivateKey == "" {
		config.ClientSecret = from.text("ClientSecret", m.ClientSecret)
	}
	from.blockAlone = false
	config.ClientID = from.text("ClientID", m.ClientID)
	if config.ClientAssertionPrivateKey != "" {
		config.ClientAssertionSigningAlg = from.text("ClientAssertionSigningAlg", m.ClientAssertionSigningAlg)
	}
	if config.ClientID == "" {
		from.addAbsent(diags, "ClientID", "the client ID of a machine-to-machine application that may call the Management "+
			"API")
	}
	if config.ClientSecret == "" && config.ClientAssertionPrivateKey == "" {
		diags.AddError("No credentials for the Management API",
			"The provider needs one way to authenticate: client_id with client_secret ("+envClientSecret+"), client_id with "+
				"client_assertion_private_key ("+envClientAssertionPrivateKey+"), or api_token ("+envAPIToken+"). "+
				"None of them is set in the provider block or in the environment, or only to nothing.")
	}
}

func (m model) maxRequestsPerSecond(diags *diag.Diagnostics) float64 {
	text := environment(envMaxRequestsPerSecond)
	if !m.MaxRequestsPerSecond.IsNull() || text == "" {
		return m.MaxRequestsPerSecond.ValueFloat64()
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value < minRequestsPerSecond || math.IsNaN(value) || math.IsInf(value, 0) {
		addBadVariable(diags, "max_requests_per_second", envMaxRequestsPerSecond, text, fmt.Sprintf("a number of at least "+
			"%v", minRequestsPerSecond))
	}
	return value
}

func (m model) maxRetries(diags *diag.Diagnostics) int {
	if !m.MaxRetries.IsNull() {
		return int(m.MaxRetries.ValueInt64())
	}
	text := environment(envMaxRetries)
	if text == "" {
		return defaultMaxRetries
	}
	value, err := strconv.Atoi(text)
	if err != nil || value < 0 || value > maxRetriesLimit {
		addBadVariable(diags, "max_retries", envMaxRetries, text, fmt.Sprintf("a whole number from 0 to %d", maxRetriesLimit))
	}
	return value
}

func (m model) requestTimeout(diags *diag.Diagnostics) time.Duration {
	name, text := "argument request_timeout", m.RequestTimeout.ValueString()
	if m.RequestTimeout.IsNull() {
		name, text = "environment variable "+envRequestTimeout, environment(envRequestTimeout)
		if text == "" {
			return defaultRequestTimeout
		}
	}
	value, err := time.ParseDuration(text)
	if err != nil || value <= 0 {
		diags.AddAttributeError(path.Root("request_timeout"), "Timeout is not a duration above zero",
			fmt.Sprintf("The %s is %q. Write a positive number with a unit, such as 30s or 1m.", name, text))
	}
	return value
}

func (m model) isReadOnly(from *sources, diags *diag.Diagnostics) bool {
	text := environment(envReadOnly)
	if !m.ReadOnly.IsNull() {
		from.names["ReadOnly"] = "read_only = " + strconv.FormatBool(m.ReadOnly.ValueBool())
		return m.ReadOnly.ValueBool()
	}
	if text == "" {
		return false
	}
	from.names["ReadOnly"] = envReadOnly + "=" + text
	value, err := strconv.ParseBool(text)
	if err != nil {
		addBadVariable(diags, "read_only", envReadOnly, text, "true or false")
	}
	return value
}

func addBadVariable(diags *diag.Diagnostics, argument, variable, text, want string) {
	diags.AddAttributeError(path.Root(argument), "Environment variable "+variable+" is not usable",
		fmt.Sprintf("%s is %q where %s is expected. Correct it, or set %s in the provider "+
			"block.", variable, text, want, argument))
}
