package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// certificateLifetime is how long the certificates of a run are valid.
const certificateLifetime = 30 * 24 * time.Hour

// secure wraps a listener in TLS with a certificate for localhost from a new CA. The CA's certificate is written to
// caFile, or to a file in the temporary directory with the port in its name; its key is discarded. It returns the
// absolute path of the CA certificate.
func secure(listener net.Listener, caFile string) (net.Listener, string, error) {
	if caFile == "" {
		caFile = ownCAFile(listener)
	}
	caFile, err := filepath.Abs(caFile)
	if err != nil {
		return nil, "", fmt.Errorf("locating the CA certificate: %w", err)
	}
	authority, leaf, err := makeCertificates(time.Now())
	if err != nil {
		return nil, "", fmt.Errorf("making the TLS certificate: %w", err)
	}
	if err := os.WriteFile(caFile, authority, 0o644); err != nil { //nolint:gosec // a certificate is public
		return nil, "", fmt.Errorf("writing the CA certificate: %w", err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12}
	return tls.NewListener(listener, config), caFile, nil
}

// ownCAFile is the file of the CA certificate if nobody names another.
func ownCAFile(listener net.Listener) string {
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return filepath.Join(os.TempDir(), "auth0-emulator-ca-"+port+".pem")
}

// makeCertificates returns a CA certificate as PEM and a server certificate it signed.
func makeCertificates(now time.Time) ([]byte, tls.Certificate, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	ca := &x509.Certificate{
		SerialNumber:          big.NewInt(now.UnixNano()),
		Subject:               pkix.Name{CommonName: "auth0-emulator CA"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(certificateLifetime),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	// The parsed certificate has a key identifier. Clients need it to distinguish the CAs of several emulators, which have
	// the same name.
	if ca, err = x509.ParseCertificate(caDER); err != nil {
		return nil, tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	server := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano() + 1),
		Subject:      pkix.Name{CommonName: "localhost"},
		NotBefore:    ca.NotBefore,
		NotAfter:     ca.NotAfter,
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, server, ca, key.Public(), caKey)
	if err != nil {
		return nil, tls.Certificate{}, err
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return authority, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
