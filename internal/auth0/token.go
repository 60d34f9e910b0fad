package auth0

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type tokenSource struct {
	client *Client
	mu     sync.Mutex
	token  *oauth2.Token
}

func (s *tokenSource) get(ctx context.Context) (string, error) {
	if s.client.config.APIToken != "" {
		return s.client.config.APIToken, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.Valid() && time.Until(s.token.Expiry) > time.Minute {
		return s.token.AccessToken, nil
	}
	config := clientcredentials.Config{
		ClientID:       s.client.config.ClientID,
		ClientSecret:   s.client.config.ClientSecret,
		TokenURL:       s.client.origin + "/oauth/token",
		AuthStyle:      oauth2.AuthStyleInParams,
		EndpointParams: url.Values{"audience": {s.client.audience}},
	}
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, s.client.http))
	if err != nil {
		if re, ok := err.(*oauth2.RetrieveError); ok {
			return "", &Error{
				StatusCode: re.Response.StatusCode, ErrorCode: re.ErrorCode, Message: re.ErrorDescription,
				Method: http.MethodPost, Path: "/oauth/token",
			}
		}
		return "", err
	}
	s.token = token
	return token.AccessToken, nil
}
