package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const loginUsage = `auth0-emulator login simulates a login in a running emulator, and says where it ends and why.

Usage:
  auth0-emulator login --client-id ID --user EMAIL [flags]

Flags:
  --url URL             the emulator (default: AUTH0_DOMAIN)
  --client-id ID        the application: its client_id, or the URL of its metadata document
  --user USER           who logs in: email or user_id; the password is not asked for
  --signed-in           the user has logged in before, as prompt=none requires
  --connection NAME     the connection that the application names
  --organization ID     the organization that the application names
  --pick NAME           the organization that the user names, if the application asks for it
  --audience URI        the API
  --resource URI        the API, for tenants with resource_parameter_profile = compatibility
  --scope SCOPES        scopes, with spaces or repeated
  --decline             the user does not consent
  --redirect-uri URI    one of the application's callbacks (default: its first)
  --parameter NAME=VALUE
                        another parameter of /authorize, such as prompt=login; repeatable
  --json                print the complete outcome, with the claims of the tokens
  --help                print this text

The exit code is 0 if the application got tokens, 1 if not. As after any login, the tenant keeps consents
and refresh tokens.
`

// errNotLoggedIn ends the command after it has printed the reason.
var errNotLoggedIn = exitError(1)

// login lets a running emulator simulate a login.
func login(ctx context.Context, args []string, out io.Writer) error {
	var attempt emulator.LoginAttempt
	address, isJSON, declines := os.Getenv("AUTH0_DOMAIN"), false, false
	flags := flag.NewFlagSet("auth0-emulator login", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&address, "url", address, "")
	flags.StringVar(&attempt.ClientID, "client-id", "", "")
	flags.StringVar(&attempt.User, "user", "", "")
	flags.StringVar(&attempt.Connection, "connection", "", "")
	flags.StringVar(&attempt.Organization, "organization", "", "")
	flags.StringVar(&attempt.Pick, "pick", "", "")
	flags.StringVar(&attempt.Audience, "audience", "", "")
	flags.StringVar(&attempt.Resource, "resource", "", "")
	flags.StringVar(&attempt.RedirectURI, "redirect-uri", "", "")
	flags.BoolVar(&declines, "decline", false, "")
	flags.BoolVar(&attempt.SignedIn, "signed-in", false, "")
	flags.BoolVar(&isJSON, "json", false, "")
	flags.Func("scope", "", func(scopes string) error {
		attempt.Scopes = append(attempt.Scopes, strings.Fields(scopes)...)
		return nil
	})
	flags.Func("parameter", "", func(parameter string) error {
		name, value, found := strings.Cut(parameter, "=")
		if !found || name == "" {
			return errors.New("want NAME=VALUE, such as prompt=login")
		}
		if attempt.Parameters == nil {
			attempt.Parameters = map[string]string{}
		}
		attempt.Parameters[name] = value
		return nil
	})
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		_, err = io.WriteString(out, loginUsage)
		return err
	case err != nil:
		return fmt.Errorf("%w; see login --help", err)
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; see login --help", flags.Arg(0))
	case attempt.ClientID == "":
		return errors.New("--client-id is required; see login --help")
	}
	consents := !declines
	attempt.Consent = &consents
	outcome, err := askForLogin(ctx, address, attempt)
	if err != nil {
		return err
	}
	if err := printLogin(out, outcome, isJSON); err != nil {
		return err
	}
	if !outcome.LoggedIn {
		return errNotLoggedIn
	}
	return nil
}

// askForLogin sends the request to the emulator, which must be on this machine.
func askForLogin(
	ctx context.Context, address string, attempt emulator.LoginAttempt,
) (outcome emulator.LoginOutcome, err error) {
	if !strings.Contains(address, "://") {
		address = "https://" + address // the form that --tls announces
	}
	target, err := url.Parse(address)
	if err != nil || !isLoopback(target.Hostname()) {
		return outcome, fmt.Errorf("--url names an emulator on this machine, such as http://127.0.0.1:4010, not %q", address)
	}
	body, err := json.Marshal(attempt)
	if err != nil {
		return outcome, err
	}
	at := target.JoinPath("/__emulator/login").String()
	//nolint:gosec // on this machine only
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
	if err != nil {
		return outcome, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request) //nolint:gosec // on this machine only
	if err != nil {
		return outcome, fmt.Errorf("asking the emulator: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the emulator answers %s: %s", response.Status, bytes.TrimSpace(answer))
	}
	if err == nil {
		err = json.Unmarshal(answer, &outcome)
	}
	return outcome, err
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// printLogin prints where the login ends, and why.
func printLogin(out io.Writer, outcome emulator.LoginOutcome, isJSON bool) error {
	if isJSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(outcome)
	}
	var text strings.Builder
	switch {
	case outcome.LoggedIn:
		fmt.Fprintf(&text, "logged in, scopes: %s\n", strings.Join(outcome.Scopes, " "))
	case outcome.End == emulator.LoginImpossible:
		fmt.Fprintf(&text, "no login is possible: %s\n", outcome.ErrorDescription)
	case outcome.End == emulator.LoginErrorPage:
		fmt.Fprintf(&text, "error page: %s: %s\n", outcome.Error, outcome.ErrorDescription)
	default:
		fmt.Fprintf(&text, "redirect to %s: %s: %s\n", outcome.Redirect.URI, outcome.Error, outcome.ErrorDescription)
	}
	for _, condition := range outcome.Conditions {
		mark := "yes"
		if !condition.Met {
			mark = "no "
		}
		fmt.Fprintln(&text, strings.TrimRight(fmt.Sprintf("  %s  %-16s %s", mark, condition.Name, condition.Detail), " "))
	}
	_, err := io.WriteString(out, text.String())
	return err
}
