/** As a forgotten user is called wherever a name stood. */
export const forgottenName = 'deleted user';
