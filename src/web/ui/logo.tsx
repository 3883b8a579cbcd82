/** The mark: a message with a tick. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        fill="var(--mantine-color-petrol-7)"
        d="M7 3h18a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H15l-6.3 5.3A1 1 0 0 1 7 28.500V24a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z"
      />
      <path
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="m10.500 13.800 4 4 7.500-8"
      />
    </svg>
  );
}
