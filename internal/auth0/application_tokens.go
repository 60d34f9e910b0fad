package auth0

import "unique"

// JWTConfiguration holds the settings of ID tokens. Lifetimes are in seconds.
type JWTConfiguration struct {
	Alg               string `json:"alg"`
	LifetimeInSeconds *int64 `json:"lifetime_in_seconds"`
}

// JWTConfigurationFields are the members of jwt_configuration to send; the API merges them with what is there.
type JWTConfigurationFields struct {
	Alg               Field[string] `json:"alg,omitzero"`
	LifetimeInSeconds Field[int64]  `json:"lifetime_in_seconds,omitzero"`
}

// RefreshToken is the refresh token policy of an application. Lifetimes and leeway are in seconds.
type RefreshToken struct {
	RotationType              string `json:"rotation_type"`
	ExpirationType            string `json:"expiration_type"`
	Leeway                    *int64 `json:"leeway"`
	TokenLifetime             *int64 `json:"token_lifetime"`
	InfiniteTokenLifetime     *bool  `json:"infinite_token_lifetime"`
	IdleTokenLifetime         *int64 `json:"idle_token_lifetime"`
	InfiniteIdleTokenLifetime *bool  `json:"infinite_idle_token_lifetime"`
}

// RefreshTokenFields are the members of refresh_token to send. The API demands RotationType and ExpirationType
// whenever the object is sent.
type RefreshTokenFields struct {
	RotationType              Field[string] `json:"rotation_type,omitzero"`
	ExpirationType            Field[string] `json:"expiration_type,omitzero"`
	Leeway                    Field[int64]  `json:"leeway,omitzero"`
	TokenLifetime             Field[int64]  `json:"token_lifetime,omitzero"`
	InfiniteTokenLifetime     Field[bool]   `json:"infinite_token_lifetime,omitzero"`
	IdleTokenLifetime         Field[int64]  `json:"idle_token_lifetime,omitzero"`
	InfiniteIdleTokenLifetime Field[bool]   `json:"infinite_idle_token_lifetime,omitzero"`
}

// SigningKey is a certificate an application's tokens are signed with. The private key that the answer to a create
// carries is deliberately not decoded.
type SigningKey struct {
	Cert  string `json:"cert"`
	PKCS7 string `json:"pkcs7"`
}

// Tidy keeps one copy of each text: all applications of a tenant are signed with the same few keys, some kilobytes
// each.
func (k *SigningKey) Tidy() bool {
	k.Cert, k.PKCS7 = unique.Make(k.Cert).Value(), unique.Make(k.PKCS7).Value()
	return true
}
