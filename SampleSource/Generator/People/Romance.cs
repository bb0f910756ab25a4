namespace Streaming.SampleSource.Generator.People;

internal static class Romance
{
    public static readonly Nationality[] All =
    [
        new("BR", "Brazil")
        {
            Men = "João, Caio, Estêvão, Túlio, Otávio, Ubirajara, Cauã, Zé Luís", Women = "Conceição, Luíza, Iracema, Júlia, Inês, Assunção, Aparecida, Débora",
            Surnames = "Gonçalves, Araújo, Guimarães, dos Anjos, Magalhães, Brandão, da Conceição, Sá",
            Streets = "Rua das Acácias, Travessa São João, Avenida Getúlio, Rua Três Irmãos",
            Places = "Maringá/Paraná, Uberlândia/Minas Gerais, São Luís/Maranhão, Santarém/Pará",
            PostCode = "$####", Phone = "(##) ####-####", Cell = "(##) ####-####", IdName = "CPF", IdValue = "###.###.###-##",
        },
        new("ES", "Spain")
        {
            Men = "Íñigo, Andrés, Julián, Álvaro, Joaquín, Óscar, Iker, Fermín", Women = "Begoña, Inés, Rocío, Lucía, Ainhoa, Sofía, Mª Ángeles, Núria",
            Surnames = "Muñoz, Ibáñez, Peña, Güell, Echeverría, Ordóñez, Cabañas, de la Fuente",
            Streets = "Calle del Río, Paseo de la Alameda, Calle Peñón, Avenida de Logroño",
            Places = "Cáceres/Extremadura, Logroño/La Rioja, Málaga/Andalucía, A Coruña/Galicia",
            PostCode = "$####", Phone = "9##-###-###", Cell = "6##-###-###", IdName = "DNI", IdValue = "########-@",
        },
        new("FR", "France")
        {
            Men = "Loïc, Gaël, Théophile, Anaël, François, Noé, Aurélien, Jean-Noël",
            Women = "Maëlle, Océane, Hélène, Françoise, Zoé, Inès, Anne-Cécile, Solène",
            Surnames = "Lefèvre, Brûlé, Bézier, d'Aubigné, L'Hôte, Garçon, Châtelain, Prévost",
            Streets = "Rue de l'Église, Quai des Brumes, Allée des Tilleuls, Impasse Molière",
            Places = "Nîmes/Gard, Besançon/Doubs, Saint-Étienne/Loire, Orléans/Loiret",
            PostCode = "$####", Phone = "0#-##-##-##-##", Cell = "06-##-##-##-##", IdName = "INSEE", IdValue = "############# ##",
        },
        new("MX", "Mexico")
        {
            Men = "Cuauhtémoc, José, Raúl, Ángel, Germán, Nicolás, Efraín, Martín",
            Women = "Xóchitl, Itzel, María José, Socorro, Verónica, Belén, Citlali, Ximena",
            Surnames = "Zúñiga, Avendaño, Treviño, Güemes, Quiñones, Bañales, Cárdenas, Ixtepan",
            Streets = "Calle Morelos, Privada Olmeca, Avenida Juárez, Callejón del Ángel",
            Places = "Mérida/Yucatán, Querétaro/Querétaro, Mazatlán/Sinaloa, Cancún/Quintana Roo",
            PostCode = "$####", Phone = "(###) ### ####", Cell = "(###) ### ####", IdName = "NSS", IdValue = "## ## ## #### #",
        },
    ];
}
